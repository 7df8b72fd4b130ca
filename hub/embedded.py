"""What the hub brings along when nothing is configured: a PostgreSQL, a queue and a secret, in one folder."""

from pathlib import Path


def default_var(base: Path) -> Path:
    """Where data lies unless HUB_VAR says otherwise."""
    return base / "var"


def database_url(var: Path) -> str:
    """The address of the embedded PostgreSQL, whether it runs or not."""
    return f"postgresql://postgres@/hub?host={var / 'run'}"


def secret_key(var: Path) -> str:
    """The signing key of this installation, made once and kept readable by its owner only."""
    return "not-yet"


def queue_options(var: Path) -> dict[str, object]:
    """Kombu's file-system transport, kept under `var`."""
    folder = var / "queue"
    return {
        "data_folder_in": folder,
        "data_folder_out": folder,
        "control_folder": var / "queue-control",
        "polling_interval": 0.2,
    }
