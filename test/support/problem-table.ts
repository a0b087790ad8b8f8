import { PROBLEM_CODES } from '../../src/core/problems/codes.ts'

/** Every problem code as rows of a Markdown table, in the order of the catalogue. */
export function problemTable(): string {
  const rows = Object.entries(PROBLEM_CODES).map(
    ([code, { severity, title }]) => `| \`${code}\` | ${severity} | ${title} |`,
  )
  return ['| code | severity | what it says |', '| --- | --- | --- |', ...rows].join('\n')
}
