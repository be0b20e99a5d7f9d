"""Where a push may go, and the many addresses where it may not."""

import pytest

from config.settings.base import PUSH_HOSTS
from reminders.logic.endpoints import EndpointError, is_public, read_endpoint
from tests.reminders.hostile import HOSTILE


@pytest.mark.parametrize(
    ("text", "origin", "target"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:APA91b", "https://fcm.googleapis.com", "/fcm/send/abc:APA91b"),
        ("https://FCM.googleapis.com:443/wp/x", "https://fcm.googleapis.com", "/wp/x"),
        (
            "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
            "https://updates.push.services.mozilla.com",
            "/wpush/v2/gAAA",
        ),
        ("https://web.push.apple.com/QGuX", "https://web.push.apple.com", "/QGuX"),
        (
            "https://wns2-par02p.notify.windows.com/w/?token=BQYA%2f",
            "https://wns2-par02p.notify.windows.com",
            "/w/?token=BQYA%2f",
        ),
    ],
)
def test_the_services_of_the_browsers_are_known(text: str, origin: str, target: str) -> None:
    endpoint = read_endpoint(text, hosts=PUSH_HOSTS, loopback=False)

    assert (endpoint.origin, endpoint.target, endpoint.secure, endpoint.port) == (origin, target, True, 443)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_other_address_is_taken(text: str) -> None:
    with pytest.raises(EndpointError) as problem:
        read_endpoint(text, hosts=PUSH_HOSTS, loopback=False)

    assert len(text) < 3 or text not in str(problem.value)


def test_this_machine_is_taken_only_where_the_settings_say_so() -> None:
    text = "http://localhost:8990/notify/1"

    assert read_endpoint(text, hosts=[], loopback=True).origin == "http://localhost:8990"
    assert read_endpoint("http://[::1]:8990/n", hosts=[], loopback=True).origin == "http://[::1]:8990"
    with pytest.raises(EndpointError):
        read_endpoint(text, hosts=["localhost"], loopback=False)
    for other in ("http://127.0.0.2:80/", "http://127.1/", "http://0.0.0.0/", "http://localhost.example.org/"):
        with pytest.raises(EndpointError):
            read_endpoint(other, hosts=[], loopback=True)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.1.2.3", "0.0.0.0",  # noqa: S104
        "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.7",
        "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "2002:c0a8:101::", "2001:0:7f00:1::", "64:ff9b:1::1", "100::1",
    ],
)  # fmt: skip
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)
