// `npm run samples:world`: the facts of samples/world, from the country data of the npm package world-countries.
import { writeFileSync } from "node:fs";
import path from "node:path";
import countries, { type Country } from "world-countries";

const file = path.join(import.meta.dirname, "..", "samples", "world", "facts.tsv");

/** States, by their code so that ties are always broken alike. */
const states = countries.filter(({ independent }) => independent).sort((a, b) => (a.cca3 < b.cca3 ? -1 : 1));
const byCode = new Map(states.map((state) => [state.cca3, state]));
const bySize = states.toSorted((a, b) => a.area - b.area);

/** The state for which `measure` is least. */
function least(candidates: readonly Country[], measure: (state: Country) => number): Country | undefined {
  return candidates.reduce<Country | undefined>(
    (best, state) => (best === undefined || measure(state) < measure(best) ? state : best),
    undefined,
  );
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The angle between two places as seen from the centre of the earth (haversine formula). */
function angle(
  [latitude, longitude]: readonly [number, number],
  [otherLatitude, otherLongitude]: readonly [number, number],
) {
  const half = (from: number, to: number): number => Math.sin(radians(to - from) / 2) ** 2;
  const across = Math.cos(radians(latitude)) * Math.cos(radians(otherLatitude));
  return (
    2 * Math.asin(Math.min(1, Math.sqrt(half(latitude, otherLatitude) + across * half(longitude, otherLongitude))))
  );
}

/** How far east of a state another lies, −180 … 180. */
function eastOf({ latlng }: Country, other: Country): number {
  return ((other.latlng[1] - latlng[1] + 540) % 360) - 180;
}

/** A value that is the only one of its kind: relations are functional. */
function single<T>(values: readonly T[]): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** A capital of its own name: where country and city share one, nobody could tell which is meant. */
function capitalOf({ capital }: Country): string | undefined {
  const [name] = capital;
  return states.some((state) => state.name.common === name) ? undefined : name;
}

function facts(state: Country): Readonly<Record<string, string | undefined>> {
  const neighbors = state.borders.flatMap((code) => byCode.get(code) ?? []);
  const others = states.filter((other) => other !== state);
  const antipode = [-state.latlng[0], state.latlng[1] - 180] as const;
  const rank = bySize.indexOf(state);
  const { root, suffixes } = state.idd;
  const name = (country: Country | undefined): string | undefined => country?.name.common;
  return {
    capital: capitalOf(state),
    nearest_country: name(least(others, ({ latlng }) => angle(latlng, state.latlng))),
    largest_neighbor: name(least(neighbors, ({ area }) => -area)),
    smallest_neighbor: name(least(neighbors, ({ area }) => area)),
    next_larger: name(bySize[rank + 1]),
    northernmost_neighbor: name(least(neighbors, ({ latlng }) => -latlng[0])),
    southernmost_neighbor: name(least(neighbors, ({ latlng }) => latlng[0])),
    easternmost_neighbor: name(least(neighbors, (other) => -eastOf(state, other))),
    westernmost_neighbor: name(least(neighbors, (other) => eastOf(state, other))),
    antipode: name(least(others, ({ latlng }) => angle(latlng, antipode))),
    currency: single(Object.values(state.currencies).map((currency) => currency.name)),
    official_language: single(Object.values(state.languages)),
    calling_code: suffixes.length === 1 ? root + suffixes[0]! : undefined,
    subregion: state.subregion,
    demonym: state.demonyms["eng"]?.m,
    internet_domain: state.tld[0],
    area: `${state.area.toString().replace(/\B(?=(\d{3})+$)/g, ",")} km²`,
  };
}

const lines = states.flatMap((state) =>
  Object.entries(facts(state)).flatMap(([relation, object]) =>
    object === undefined || object === "" ? [] : [[state.name.common, relation, object].join("\t")],
  ),
);
writeFileSync(file, ["subject\trelation\tobject", ...lines, ""].join("\n"));
console.log(`${states.length} states, ${lines.length} facts: ${path.relative(process.cwd(), file)}`);
