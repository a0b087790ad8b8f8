import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'

/** The typeface of the PDF: Latin, Greek, Cyrillic and Hebrew, under the SIL Open Font License. */
export interface Typeface {
  readonly regular: Buffer
  readonly bold: Buffer
  /** A text with a visible sign for each character that the typeface does not have, which `lacks` is told. */
  printable(text: string, lacks: (sign: string) => void): string
}

const PLACEHOLDER = '□'

// Line ends and what turns the direction of a text are never part of a name.
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u

export function typeface(): Typeface {
  const require = createRequire(import.meta.url)
  const regular = readFileSync(require.resolve('@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf'))
  const bold = readFileSync(require.resolve('@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf'))
  const font = create(regular)
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the typeface is one font, not a collection')
  const known = new Map<string, boolean>()
  return {
    regular,
    bold,
    printable(text, lacks) {
      let shown = ''
      for (const sign of text) {
        const isKnown = known.get(sign) ?? isIn(font, sign)
        known.set(sign, isKnown)
        if (!isKnown) lacks(sign)
        shown += isKnown ? sign : PLACEHOLDER
      }
      return shown
    },
  }
}

function isIn(font: Pick<Font, 'hasGlyphForCodePoint'>, sign: string): boolean {
  const code = sign.codePointAt(0)
  return code !== undefined && !UNSEEN.test(sign) && font.hasGlyphForCodePoint(code)
}
