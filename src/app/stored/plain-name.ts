const MOST_CHARACTERS = 200

/** What most names are: words of letters that have one form, with a space between them. */
const PLAIN = /^(?=.{1,200}$)[!-~\u00c0-\u02ff]+(?: [!-~\u00c0-\u02ff]+)*$/

/** A text as a name can be: one line without spaces around it, at most 200 characters; the other where nothing is left. */
export function plainName(text: string, otherwise: string): string {
  if (PLAIN.test(text)) return text
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  if (line.length <= MOST_CHARACTERS) return line || otherwise
  let name = ''
  for (const letter of line) {
    if (name.length + letter.length > MOST_CHARACTERS) break
    name += letter
  }
  return name.trim() || otherwise
}
