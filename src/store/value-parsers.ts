import pg from 'pg'

const OID = { boolean: 16, bytes: 17, int2: 21, int4: 23, timestamptz: 1184 } as const

/** Of text, varchar, int8, date, numeric and uuid: each element stays text. */
const TEXT_ARRAYS: readonly number[] = [1009, 1015, 1016, 1182, 1231, 2951]
const INT4_ARRAY: number = 1007

type Parse = (text: string) => unknown

/**
 * How values of PostgreSQL are read, by the number of their type. What is not here stays the text that PostgreSQL
 * wrote: numeric, int8 and JSON, which JavaScript would round, and dates, which it would move to another time zone.
 */
const PARSERS: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [OID.boolean, (text) => text === 't'],
  [OID.bytes, pg.types.getTypeParser(OID.bytes)],
  [OID.int2, Number],
  [OID.int4, Number],
  // `2026-07-01 09:30:00.123456+00` as RFC 3339 has it, with all its digits. Every connection is in UTC.
  [OID.timestamptz, (text) => text.replace(' ', 'T').replace('+00', 'Z')],
  [INT4_ARRAY, pg.types.getTypeParser(INT4_ARRAY)],
  // The parser of text[] keeps every element as it is written.
  ...TEXT_ARRAYS.map((oid): [number, Parse] => [oid, pg.types.getTypeParser(TEXT_ARRAYS[0] ?? oid)]),
])

/** For one pool alone: parsers that are set for all of `pg` would change what other code reads. */
export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid: number) => PARSERS.get(oid) ?? ((text: string) => text),
}
