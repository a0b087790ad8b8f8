/** A what-if on `adopted.yaml`, its changes as YAML or as values. */
export function whatIf(id: string, changes: readonly (string | object)[], budget = 'new-money'): string {
  const listed = changes.map((each) => `  - ${typeof each === 'string' ? each : JSON.stringify(each)}`)
  const list = listed.length === 0 ? '' : `changes:\n${listed.join('\n')}\n`
  return `leeway: 1\nscenario: { id: ${id}, budget: ${budget} }\nbase: adopted.yaml\n${list}`
}
