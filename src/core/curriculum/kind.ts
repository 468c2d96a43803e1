import type { DocumentKind } from "./document.ts";
import { curriculumJsonSchema } from "./json-schema.ts";
import { curriculumSchema } from "./schema.ts";

export const curriculumKind: DocumentKind<typeof curriculumSchema> = {
  noun: "a curriculum",
  schema: curriculumSchema,
  jsonSchema: curriculumJsonSchema,
};
