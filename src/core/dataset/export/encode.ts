/** One JSON value a line. */
export function* jsonLines<Row>(rows: Iterable<Row>, toValue: (row: Row) => object): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(toValue(row))}\n`;
}

/** One JSON array, an element a line. */
export function* jsonArray<Row>(rows: Iterable<Row>, toValue: (row: Row) => object): Generator<string> {
  let before = "[\n";
  for (const row of rows) {
    yield before + JSON.stringify(toValue(row));
    before = ",\n";
  }
  yield "\n]\n";
}
