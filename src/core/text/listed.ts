/** More names than this in a message are not read. */
const MOST_NAMED = 40

/** Names as a message lists them: `a, b, c`, and of very many the first and how many more; `nothing` of none. */
export function listed(names: Iterable<string>): string {
  const all = [...names]
  if (all.length === 0) return 'nothing'
  const hidden = all.length - MOST_NAMED
  const shown = all.slice(0, MOST_NAMED).map(shortName).join(', ')
  return hidden > 0 ? `${shown} and ${hidden} more` : shown
}

const LONGEST = 80

// A list of names of a megabyte each would be built for every problem that shows it.
function shortName(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name
}
