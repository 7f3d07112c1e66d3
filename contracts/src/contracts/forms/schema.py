"""The JSON Schema of the form language: `python -m contracts.forms.schema` prints it."""

from typing import Any

import msgspec

from contracts.forms.form import Form


def json_schema() -> dict[str, Any]:
    (form,), components = msgspec.json.schema_components([Form], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Parvis form",
        **form,
        "$defs": components,
    }


if __name__ == "__main__":
    print(msgspec.json.format(msgspec.json.encode(json_schema(), order="sorted")).decode())  # noqa: T201
