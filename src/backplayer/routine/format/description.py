"""What the models say of a file, as data: what the JSON Schemas and docs/reference.md are made of."""

from __future__ import annotations

from enum import Enum
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema as core

from backplayer.routine.durations import duration_to_str
from backplayer.routine.format.exercise import LANGUAGE
from backplayer.routine.format.routine import step_form
from backplayer.routine.format.shapes import Shape
from backplayer.routine.format.values import as_list


def described(model: type[BaseModel]) -> Shape:
    """Return what the model says of a sort of file, each value by its ``x-kind``."""
    found = model.model_json_schema(schema_generator=_Description)
    if "title" in found:
        found["title"] = named(found["title"])  # a model without a title has the name of its class
    inline = {f"#/$defs/{name}": made for name, made in found.get("$defs", {}).items() if "x-kind" in made}
    found["$defs"] = {name: made for name, made in found.get("$defs", {}).items() if "x-kind" not in made}

    def walk(node: Any) -> Any:
        if isinstance(node, list):
            return [walk(item) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("$ref") in inline:
            node = {**inline[node["$ref"]], **{key: value for key, value in node.items() if key != "$ref"}}
        if "anyOf" in node and "maxItems" in node:  # where a list's bound stands depends on pydantic's version
            *others, items = node["anyOf"]
            bound = {"maxItems": node["maxItems"]}
            node = {key: value for key, value in node.items() if key != "maxItems"}
            node["anyOf"] = [*others, {**items, **bound}]
        return {key: walk(value) for key, value in node.items()}

    return walk(found)  # type: ignore[no-any-return]


def named(model: str) -> str:
    """Return what a model is called outside."""
    return model.removesuffix("Doc")


class _Description(GenerateJsonSchema):
    """JSON Schema but for the leaves, which are kinds of value that ``shapes`` knows."""

    def field_title_should_be_set(self, _schema: Any) -> bool:
        return False

    def sort(self, value: Shape, _parent_key: str | None = None) -> Shape:
        return value  # as the model has it

    def str_schema(self, schema: core.StringSchema) -> Shape:
        return {"x-kind": "language"} if schema.get("pattern") == LANGUAGE else super().str_schema(schema)

    def nullable_schema(self, schema: core.NullableSchema) -> Shape:
        return self.generate_inner(schema["schema"])  # None is what no author can write

    def bool_schema(self, _schema: core.BoolSchema) -> Shape:
        return {"x-kind": "yes-no"}

    def int_schema(self, schema: core.IntSchema) -> Shape:
        return {"x-kind": "number", "least": schema["ge"], "most": schema["le"]}

    def enum_schema(self, schema: core.EnumSchema) -> Shape:
        return {"x-kind": "choice", "values": [member.value for member in schema["members"]]}

    def literal_schema(self, schema: core.LiteralSchema) -> Shape:
        return {"x-kind": "choice", "values": schema["expected"]}

    def dict_schema(self, schema: core.DictSchema) -> Shape:
        keys, values = self.generate_inner(schema["keys_schema"]), self.generate_inner(schema["values_schema"])
        made: Shape = {"type": "object", "propertyNames": keys, "additionalProperties": values}
        self.update_with_validations(made, schema, self.ValidationsMapping.object)
        return made

    def function_before_schema(self, schema: core.BeforeValidatorFunctionSchema) -> Shape:
        made = super().function_before_schema(schema)
        return {"anyOf": [made["items"], made]} if schema["function"]["function"] is as_list else made

    def tagged_union_schema(self, schema: core.TaggedUnionSchema) -> Shape:
        made = super().tagged_union_schema(schema)
        kind = {"x-kind": "step"} if schema["discriminator"] is step_form else {}
        return {**kind, "anyOf": made["oneOf"]}

    def default_schema(self, schema: core.WithDefaultSchema) -> Shape:
        made = self.generate_inner(schema["schema"])
        default = schema.get("default")
        if made.get("x-kind") == "time" and default is not None:
            return {**made, "default": duration_to_str(default)}
        if isinstance(default, bool):
            return {**made, "default": default}
        if isinstance(default, str):
            return {**made, "default": default.value if isinstance(default, Enum) else default}
        return made
