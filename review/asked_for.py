"""What can be asked of the API in an address: each with its bounds and an example, as OpenAPI tells them."""

from __future__ import annotations

from typing import Annotated

from litestar.openapi.spec import Example
from litestar.params import QueryParameter

#: A larger number is in no database of ours.
LARGEST = 2**63 - 1

Filter = Annotated[str | None, QueryParameter(max_length=200, description="Only what has this value.", examples=[Example(value="Lam Giang")])]  # fmt: skip
Words = Annotated[str, QueryParameter(max_length=200, description="Words to be found.", examples=[Example(value="luong co so")])]  # fmt: skip
Days = Annotated[int | None, QueryParameter(ge=1, le=3650, description="Of the last so many days.", examples=[Example(value=7)])]  # fmt: skip
Page = Annotated[int, QueryParameter(ge=1, le=10_000, description="Page, from 1; `next` has it.", examples=[Example(value=1)])]  # fmt: skip
Before = Annotated[int | None, QueryParameter(ge=1, le=LARGEST, description="The last id of the page before; `next` has it.", examples=[Example(value=1200)])]  # fmt: skip
