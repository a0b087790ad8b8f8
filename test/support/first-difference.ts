/** Where two long texts part, with a little of each; empty when they are the same. */
export function firstDifference(a: string, b: string): string {
  if (a === b) return ''
  let at = 0
  while (a[at] === b[at]) at += 1
  const around = (text: string): string => text.slice(Math.max(0, at - 40), at + 40)
  return `…${around(a)}… is not …${around(b)}…`
}
