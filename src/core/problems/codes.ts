export type Severity = 'error' | 'warning'

export interface ProblemKind {
  readonly severity: Severity
  /** One sentence: what is wrong, for the list of codes in the documentation. */
  readonly title: string
}

const error = (title: string): ProblemKind => ({ severity: 'error', title })
const warning = (title: string): ProblemKind => ({ severity: 'warning', title })

/** Every problem that a user can cause. The codes are stable: scripts may match on them. */
export const PROBLEM_CODES = {
  // Files
  FILE_NOT_FOUND: error('A file is not there.'),
  FILE_UNREADABLE: error('A file cannot be read.'),
  FILE_TOO_LARGE: error('A file is larger than this program reads.'),
  FILE_OUTSIDE_ROOT: error('A path leaves the folder of the scenario file.'),
  FILE_NOT_UTF8: error('A file is not text in UTF-8.'),
  YAML_SYNTAX: error('A YAML file cannot be read.'),
  YAML_ALIAS: error('A YAML file uses anchors or aliases, which are not read.'),
  YAML_DIRECTIVE: error('A YAML file asks for another version or for tags.'),
  JSON_SYNTAX: error('A JSON file cannot be read.'),
  DUPLICATE_KEY: error('A key stands twice in one place.'),
  RESERVED_KEY: error('A key is a word that no document may use.'),
  TOO_DEEP: error('A document is nested too deeply.'),
  VALUES_LIMIT: error('A document, or a map in it, holds more than this program reads.'),
  TEXT_MARKS: error('A letter carries more marks than any script gives it.'),
  PROBLEMS_LIMIT: error('There are more problems than are told at once.'),

  // Fields
  FORMAT_VERSION: error('The file does not say that it is a Leeway file of a known format.'),
  FIELD_MISSING: error('A field is missing.'),
  FIELD_UNKNOWN: error('A field is not one of those known here.'),
  FIELD_VALUE: error('A field has a value of another shape.'),
  FORMULA_MISSING: error('The file has no formula.'),
  DATA_MISSING: error('The file has no data to run on.'),
  DATASET_UNKNOWN: error('A formula reads a dataset that the scenario does not bring.'),

  // Formula
  EXPRESSION_SYNTAX: error('An expression cannot be read.'),
  FORMULA_LIMIT: error('A formula is larger than this program checks.'),
  NAME_FORM: error('A name has characters that no name may have.'),
  NAME_RESERVED: error('A name already means something in the formula language.'),
  NAME_CLASH: error('A name is declared twice.'),
  NAME_UNKNOWN: error('A name stands for nothing.'),
  FUNCTION_UNKNOWN: error('A function is not one of the language.'),
  ARGUMENT_COUNT: error('A function is given too few or too many arguments.'),
  ARGUMENT_KIND: error('A function is given an argument of another kind.'),
  ARGUMENT_NAME: error('A function has no argument of that name.'),
  TYPE_MISMATCH: error('A value has another type than its place needs.'),
  UNIT_UNKNOWN: error('A unit is not one of the formula.'),
  UNIT_MISMATCH: error('Two sides have different units.'),
  LINE_NOT_MONEY: error('A line does not come out as money.'),
  RATIO_NOT_ROUNDED: error('A ratio is kept where only a rounded number may be.'),
  RANGE_NOT_IN_GROUP: error('A range does not run along a declared group.'),
  CYCLE: error('Something is defined by way of itself.'),
  CHOICE_UNKNOWN: error('A text is compared with one that it never is.'),
  FIGURE_ONLY: error('A function that only figures may use stands elsewhere.'),
  FUND_UNKNOWN: error('A fund is not declared.'),
  ROUNDING: error('A rounding is not one.'),
  PARAMETER_SHAPE: error("A parameter's value or unit has the shape of another kind."),
  PARAMETER_NOT_IN_FORCE: error("A parameter has no value at the fiscal year's start."),
  PROVENANCE: error('A figure does not say where it comes from.'),
  PUBLISHED_UNKNOWN: error('A published amount belongs to no line or figure.'),
  PUBLISHED_IS_INPUT: error('A published amount is also an input of the formula it is held against.'),
  ADJUSTMENT_TARGET: error('An adjustment names something that is not there, or that it cannot act on.'),
  ADJUSTMENT_FUND: error('A pool names money of another fund than its own.'),
  RESTRICTED_LINE: error('An adjustment acts on restricted money without a reason.'),
  NUMBER_FORMAT: error('A text is not a plain decimal number.'),

  // Keeping
  ADDRESS_FORM: error('What is kept names a file, or a thing of another kind, where it needs an address.'),
  ADDRESS_UNKNOWN: error('An address leads to nothing that is kept, or to several things.'),
  ADDRESS_LIMIT: error('A scenario is made of more kept things than are put together.'),
  ID_FORM: error('A school id has a form that cannot be kept.'),
  TEXT_NOT_KEPT: error('A text holds characters that cannot be kept.'),
  CHANGE_NOT_YOURS: error('A what-if changes more than the counts of your own schools.'),

  // Changes
  BASE_CYCLE: error('A scenario is based on itself.'),
  CHANGE_TARGET: error('A change names something that the base does not have.'),
  CHANGE_AGAIN: warning('A later change to the same target wins.'),
  BUDGET_UNDECLARED: warning('A what-if does not say whether it is budget-neutral, new money or a cut.'),
  SOLVE_PARAMETER: error('A parameter that is solved for is not a single number of the formula.'),
  SOLVE_NOT_MONOTONE: error(
    'A total may fall where the parameter rises, so that no value can be proven to be the greatest.',
  ),
  SOLVE_OUT_OF_REACH: error('No value of the parameter meets the total.'),

  EARLIER_FAILED: error('A scenario that is named as an earlier one does not come to a result.'),

  // Sweeps and splits
  VARY_MISSING: error('A file that is swept varies nothing.'),
  VARY_SWEEP: error('A file that varies parameters is swept, and not run.'),
  VARY_PARAMETER: error('A parameter is varied twice, or is solved for in every variant.'),
  VARY_RANGE: error('A range does not lead from its start to its end by its step.'),
  VARY_LENGTHS: error('Values that go together are not as many for each parameter.'),
  VARY_LIMIT: error('A sweep has more variants, or more rows, than this program gives.'),
  SPLIT_CURRENCY: error('Two runs in different currencies have no difference.'),

  // Comparisons
  COMPARE_BASELINE: error('The baseline is none of the runs that are compared.'),
  COMPARE_CURRENCY: error('Runs in different currencies cannot be compared.'),
  COMPARE_GROUP: error('The baseline has nothing of this name, or of another kind, to group schools by.'),
  COMPARE_FOOTING: warning('Compared runs do not count the same measure in the same way.'),

  // Data
  CSV_SYNTAX: error('A CSV file cannot be read.'),
  CSV_DELIMITER: error('A CSV file does not show what separates its cells.'),
  CSV_EMPTY: error('A CSV file has no rows of schools.'),
  CSV_RAGGED: error('A row has more or fewer cells than the header.'),
  XLSX_SYNTAX: error('An XLSX file cannot be read.'),
  XLSX_PACKED: error('An XLSX file is packed in a way that is not unpacked.'),
  XLSX_SHEET: error('A workbook does not have the sheet that is asked for, or has several.'),
  XLSX_TABLE: error('A sheet has no table of schools, or cells beside it.'),
  XLSX_CELL: error('A cell of a sheet has no value that can be read.'),
  ROWS_LIMIT: error('There are more rows than this program reads.'),
  CELLS_LIMIT: error('A table has more columns, more cells or longer ones than this program reads.'),
  COLUMN_MISSING: error('A column that is needed is not there.'),
  COLUMN_DUPLICATE: error('Two columns have the same name.'),
  ID_MISSING: error('A school has no id.'),
  ID_DUPLICATE: error('Two rows have the same school id.'),
  ID_LOST_ZEROS: error('School ids look as if a spreadsheet removed their leading zeros.'),
  MERGED_SCHOOL: error('A merged school names predecessors that are not there, or is there itself.'),
  CELL_FORMAT: error('A cell is not of the type of its measure.'),
  CELL_CHOICE: error('A cell has a text that its measure never has.'),
  CELL_NEGATIVE: error('A count or amount is negative.'),
  NEED_ABOVE_PUPILS: warning('A count of some pupils is above the count of all.'),
  PARTS_DIFFER: warning('Parts such as grades do not add up to their total.'),
  UNIT_DIFFERS: error('A dataset states another unit than the formula needs.'),
  BASIS_NOT_STATED: warning('A measure does not say what its counts are based on.'),

  // Running
  CELL_MISSING: error('A cell that the formula needs is empty.'),
  CELL_ASSUMED: warning('Empty cells were read as the value the formula states.'),
  ZERO_DIVISOR: error('A division is by zero.'),
  KEY_ABSENT: error('A table has no entry for a text.'),
  NUMBER_TOO_LARGE: error('A number grows beyond what amounts can be.'),
  ADJUSTMENT_INFEASIBLE: error('An adjustment cannot meet its total within its bounds.'),
  ADJUSTMENT_TOTAL: error('The total of a pool is not one amount, or the share of a school is negative.'),
  ADJUSTMENT_BROKEN: warning('A later adjustment breaks a floor or cap that it does not keep.'),
  PUPILS_NOT_COUNTED: error('A statistic is of students, and the formula counts none.'),
  PUPILS_ZERO: warning('A school has no pupils, so there is no amount per pupil.'),
  SCHOOL_UNKNOWN: error('No school of the run has this id.'),
  SHEETS_LIMIT: error('A workbook would have more sheets than spreadsheets open.'),
  ACCOUNT_TARGET: error('A table of accounts names something that the run does not have.'),
  ACCOUNT_SHARE: error('The shares of the accounts of a line do not add up to 1.'),
  ACCOUNT_TWICE: error('An account stands twice for the same line.'),
  ACCOUNT_MISSING: error('A line with money, or a row of a table, has no account.'),
  LINE_UNKNOWN: error('No line or figure of the formula has this id.'),
  CONTROL_UNKNOWN: error('A control total belongs to nothing in the formula.'),
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof PROBLEM_CODES
