"""Print fresh keys for a server's environment:  python -m config.keys"""

from config import env


def main() -> None:
    made = {"SECRET_KEY": env.make_secret, "MASTER_KEY": env.make_master_key, "VAPID_KEY": env.make_vapid_key}
    for name, make in made.items():
        print(f"{name}={make()}")


if __name__ == "__main__":
    main()
