import { ByteWriter, ParquetWriter } from "hyparquet-writer";

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** Rows held in memory at a time. */
const rowsOfGroup = 2000;

/** Optional as pyarrow writes columns. */
const optional = { repetition_type: "OPTIONAL" } as const;

/** A column of the schema with what is below it, in the order of the file's footer. */
export type ParquetColumn = readonly SchemaElement[];

export const textColumn = (name: string): ParquetColumn => [
  { name, type: "BYTE_ARRAY", converted_type: "UTF8", ...optional },
];

export const integerColumn = (name: string): ParquetColumn => [{ name, type: "INT64", ...optional }];

export const structColumn = (name: string, children: readonly ParquetColumn[]): ParquetColumn => [
  { name, num_children: children.length, ...optional },
  ...children.flat(),
];

/** The three levels of the format's LIST. @param element named `element` */
export const listColumn = (name: string, element: ParquetColumn): ParquetColumn => [
  { name, num_children: 1, converted_type: "LIST", ...optional },
  { name: "list", num_children: 1, repetition_type: "REPEATED" },
  ...element,
];

/** A Parquet file, a row group a piece. Each row has a value for every column, nested as its column is. */
export function* parquet(
  columns: readonly ParquetColumn[],
  rows: Iterable<Readonly<Record<string, unknown>>>,
): Generator<Uint8Array> {
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: "schema", num_children: columns.length }, ...columns.flat()],
    createdBy: "reasoning-curriculum",
  });
  const names = columns.map(([top]) => top!.name);
  let group: Readonly<Record<string, unknown>>[] = [];
  const writeGroup = (): void => {
    const columnData = names.map((name) => ({ name, data: group.map((row) => row[name]) }));
    // With a writer in memory nothing is asynchronous.
    void writer.write({ columnData, rowGroupSize: rowsOfGroup });
    group = [];
  };
  for (const row of rows) {
    group.push(row);
    if (group.length < rowsOfGroup) continue;
    writeGroup();
    yield take(bytes);
  }
  if (group.length > 0) writeGroup();
  void writer.finish();
  yield take(bytes);
}

/** What has been written since; `offset` goes on counting from the file's start. */
function take(bytes: ByteWriter): Uint8Array {
  const taken = bytes.getBytes().slice();
  bytes.index = 0;
  return taken;
}
