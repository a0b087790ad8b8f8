import { FUNCTIONS, type FunctionName, isFunctionName, signature } from '../../src/core/formula/functions.ts'

/** Every function of the language as rows of a Markdown table, those over all schools apart. */
export function functionTable(over: 'one school' | 'all schools' | 'figures'): string {
  const names = Object.keys(FUNCTIONS).filter((name): name is FunctionName => isFunctionName(name))
  const rows = names
    .filter((name) => FUNCTIONS[name].over === over)
    .map((name) => `| \`${signature(name)}\` | ${FUNCTIONS[name].gives} | ${FUNCTIONS[name].doc} |`)
  return ['| write | it gives | what it is |', '| --- | --- | --- |', ...rows].join('\n')
}
