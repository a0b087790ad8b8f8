// Control characters, and those that turn the direction of the text around them.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu

/**
 * A text from a file as a terminal may show it: what would move its cursor or change its colours becomes a visible
 * sign, one for one.
 */
export function shownText(text: string): string {
  return text.replaceAll(UNSEEN, signOf)
}

/** The same of every text inside a value. */
export function shownTexts<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? shownText(part) : part,
  ) as Value
}

const PICTURES = 0x2400

function signOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(PICTURES + code)
  return code === 0x7f ? '␡' : '�'
}
