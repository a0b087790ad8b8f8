const MOST_CHARACTERS = 200

/** A text as a name can be: one line without spaces around it, at most 200 characters; the other where nothing is left. */
export function plainName(text: string, otherwise: string): string {
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  let name = ''
  for (const letter of line) {
    if (name.length + letter.length > MOST_CHARACTERS) break
    name += letter
  }
  return name.trim() || otherwise
}
