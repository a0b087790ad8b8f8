/** What people call one row of the data, and several. */
export interface RowWords {
  readonly one: string
  readonly many: string
}

export const SCHOOLS: RowWords = { one: 'school', many: 'schools' }

/** The words where they are others; a formula that says of its schools that they are schools says nothing. */
export function unlessSchools(rows: RowWords | undefined): RowWords | undefined {
  return rows?.one === SCHOOLS.one && rows.many === SCHOOLS.many ? undefined : rows
}
