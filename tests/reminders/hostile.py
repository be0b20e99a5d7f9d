"""Push endpoints that a browser never gives and an attacker might."""

HOSTILE = [
    # this machine and its neighbours, in every spelling
    "https://127.0.0.1/", "https://127.1/", "https://127.0.0.1:443/", "https://2130706433/", "https://0x7f.1/",
    "https://0x7f000001/", "https://0177.0.0.1/", "https://017700000001/", "https://0/", "https://0.0.0.0/",
    "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
    "https://[0:0:0:0:0:ffff:a9fe:a9fe]/", "https://[fe80::1]/", "https://[fe80::1%25eth0]/", "https://[fd00::1]/",
    "https://localhost/", "https://localhost.localdomain/", "https://ip6-localhost/", "http://localhost:6379/",
    "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.0.1/", "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://metadata.google.internal/", "https://[64:ff9b::7f00:1]/",
    # other schemes, ports and forms
    "http://fcm.googleapis.com/fcm/send/x", "https://fcm.googleapis.com:22/", "https://fcm.googleapis.com:80/",
    "https://fcm.googleapis.com:8443/", "https://fcm.googleapis.com:99999/", "https://fcm.googleapis.com:x/",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL", "ftp://fcm.googleapis.com/", "dict://localhost:11211/",
    "data:text/plain,x", "javascript:alert(1)", "//fcm.googleapis.com/x", "fcm.googleapis.com/x", "", "/", "https:",
    "https://", "https:///x", "https:fcm.googleapis.com/x", "ws://updates.push.services.mozilla.com/",
    # userinfo, fragments, and what parsers disagree about
    "https://user@fcm.googleapis.com/", "https://user:secret@fcm.googleapis.com/",
    "https://fcm.googleapis.com@127.0.0.1/", "https://127.0.0.1@fcm.googleapis.com/", "https://@fcm.googleapis.com/",
    "https://fcm.googleapis.com\\@127.0.0.1/", "https://127.0.0.1\\.fcm.googleapis.com/",
    "https://fcm.googleapis.com#@127.0.0.1/", "https://127.0.0.1#fcm.googleapis.com",
    "https://127.0.0.1?.fcm.googleapis.com", "https://fcm.googleapis.com/x#y", "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com /x", " https://fcm.googleapis.com/x", "https://fcm.googleapis.com/x\r\nHost: y",
    "https://fcm.googleapis.com/\tx", "https://fcm.googleapis.com/\x00", "https://fcm.goo\ngleapis.com/x",
    "https://fcm。googleapis。com/x", "https://ｆcm.googleapis.com/x", "https://fcm.googleapis.com/ü",
    "https://[fcm.googleapis.com]/", "https://[::1/", "https://%66cm.googleapis.com/",
    # names that only look like a service
    "https://evil.example/", "https://fcm.googleapis.com.evil.example/", "https://evilfcm.googleapis.com/",
    "https://evil-push.apple.com/", "https://push.apple.com/", "https://notify.windows.com/",
    "https://evilnotify.windows.com/", "https://.push.apple.com/", "https://..push.apple.com/",
    "https://-.push.apple.com/", "https://a_b.push.apple.com/", "https://*.push.apple.com/",
    "https://x.push.apple.com.evil.example/", "https://googleapis.com/", "https://storage.googleapis.com/",
    "https://127.0.0.1.nip.io/", "https://" + "a" * 64 + ".push.apple.com/",
    "https://" + "a." * 130 + "push.apple.com/", "https://fcm.googleapis.com/" + "a" * 2000,
]  # fmt: skip
