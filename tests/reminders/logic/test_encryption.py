"""The vector of RFC 8291 Appendix A, byte for byte, and the padding."""

import base64
import os

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reminders.logic.encryption import LONGEST, KeysError, encrypt


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


SENDER = ec.derive_private_key(
    int.from_bytes(decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
)
P256DH = decode("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
AUTH = decode("BTBZMqHH6r4Tts7J_aSIgg")
SALT = decode("DGv6ra1nlYgDCS1FRnbzlw")
BODY = decode(
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_it_makes_the_bytes_of_the_rfc() -> None:
    plain = b"When I grow up, I want to be a watermelon"

    assert encrypt(plain, p256dh=P256DH, auth=AUTH, private_key=SENDER, salt=SALT) == BODY


@pytest.mark.parametrize("length", [0, 1, 40, 511, 512])
def test_every_text_up_to_the_length_gives_a_body_of_one_size_and_opens_again(length: int) -> None:
    browser, auth = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    plain = b"x" * length

    body = encrypt(plain, p256dh=point, auth=auth, private_key=SENDER, salt=os.urandom(16), length=512)

    assert len(body) == 86 + 512 + 1 + 16
    assert http_ece.decrypt(body, private_key=browser, auth_secret=auth).rstrip(b"\x00").removesuffix(b"\x02") == plain


def test_the_longest_text_fills_a_body_of_4096_bytes_and_no_longer_one_is_taken() -> None:
    body = encrypt(b"x" * LONGEST, p256dh=P256DH, auth=AUTH, private_key=SENDER, salt=SALT)

    assert len(body) == 4096
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (LONGEST + 1), p256dh=P256DH, auth=AUTH, private_key=SENDER, salt=SALT)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        (b"", AUTH),
        (P256DH[:64], AUTH),
        (b"\x02" + P256DH[1:33], AUTH),
        (b"\x04" + bytes(64), AUTH),
        (P256DH[:-1] + bytes([P256DH[-1] ^ 1]), AUTH),
        (P256DH, AUTH[:15]),
        (P256DH, AUTH + b"x"),
    ],
    ids=["nothing", "short", "compressed", "zeros", "off the curve", "short secret", "long secret"],
)
def test_keys_that_are_no_browsers_are_refused(p256dh: bytes, auth: bytes) -> None:
    with pytest.raises(KeysError):
        encrypt(b"text", p256dh=p256dh, auth=auth, private_key=SENDER, salt=SALT)
