/** A rule of the schema, or beside it, that somebody can do something about. */
export interface BrokenRule {
  /** What the rule says; missing where the fault says it. */
  readonly words?: string
  /** What has to be mended, where it is always the same. */
  readonly field?: 'email' | 'name' | 'password' | 'portfolio' | 'role' | 'schools'
}

/** By the name of the constraint. */
export const RULES: Readonly<Record<string, BrokenRule>> = {
  districts_code_key: { words: 'a district of that code is there already' },
  short_code_is_simple: { words: "a district's code has letters a to z, digits and dashes, at most 63" },
  people_district_id_email_key: { words: 'a person of that e-mail is there already', field: 'email' },
  people_email_is_plain: { words: 'an e-mail looks like name@place', field: 'email' },
  people_fit_their_role: { field: 'role' },
  people_district_id_portfolio_id_fkey: { words: 'the district has no such portfolio', field: 'portfolio' },
  password_length: { field: 'password' },
  person_schools_district_id_school_id_fkey: {
    words: 'the district has no school of that id',
    field: 'schools',
  },
  portfolio_schools_district_id_school_id_fkey: {
    words: 'the district has no school of that id',
    field: 'schools',
  },
  portfolios_district_id_name_key: { words: 'a portfolio of that name is there already', field: 'name' },
  school_code_is_short: { words: 'the id of a school has 1 to 100 characters' },
  school_code_is_plain: { words: 'the id of a school has no control characters, and no spaces around it' },
  plain_name_is_short: { words: 'a name has 1 to 200 characters' },
  plain_name_is_plain: { words: 'a name has no control characters, and no spaces around it' },
}
