"""The ledger and its attachments, both append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = ("entries", "attachments")
REFUSE = """
create function refuse_change() returns trigger language plpgsql as $$
begin raise exception 'the book is append-only'; end $$
"""


def upgrade() -> None:
    """Make the tables, and refuse every change of a row that stands in them."""
    op.create_table(
        "entries",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("written_at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("entries_by_kind", "entries", ["kind", "subject"])
    op.create_table(
        "attachments",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for change in ("update", "delete"):
                op.execute(
                    f"create trigger {table}_no_{change} before {change} on {table} "
                    "begin select raise(abort, 'the book is append-only'); end"
                )
    else:
        op.execute(REFUSE)
        for table in TABLES:
            op.execute(
                f"create trigger {table}_append_only before update or delete or truncate on {table} "
                "for each statement execute function refuse_change()"
            )
