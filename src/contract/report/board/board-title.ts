/** A scenario's name with its year, which many names already have. */
export function titleIn({ name, year }: { readonly name: string; readonly year: string }): string {
  return name.includes(year) ? name : `${name}, ${year}`
}

/** `Schools`, as a heading begins. */
export function rowsTitle(text: string): string {
  const [first = ''] = text
  return first.toUpperCase() + text.slice(first.length)
}
