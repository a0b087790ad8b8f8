import PDFDocument from 'pdfkit'
import type { PackHead } from '../contract/report/board/board-head.ts'
import type { Paper } from '../contract/report/board/board-style.ts'
import { textLines, type Width } from './text-lines.ts'
import type { Typeface } from './typeface.ts'

export type PdfDocument = InstanceType<typeof PDFDocument>

/** How a text is set: its size in points, and how many lines it may fill. */
export interface Setting {
  readonly size: number
  readonly isBold?: boolean
  readonly colour?: string
  readonly most: number
  /** Is set smaller where it does not fit: an amount that is cut would be another amount. */
  readonly shrinks?: boolean
}

/** A text in its lines. */
export interface SetText {
  readonly lines: readonly string[]
  readonly setting: Setting
  readonly height: number
}

/** The document with what drawing on it needs. */
export interface Press {
  readonly doc: PdfDocument
  readonly width: number
  readonly height: number
  readonly set: (text: string, width: number, setting: Setting) => SetText
  /** Draws a text with its left or right edge at x. */
  readonly draw: (text: SetText, x: number, y: number, align?: 'left' | 'right') => void
}

export const MARGIN = 36
const LINE_HEIGHT = 1.22
/** Points off a size that would fit exactly, so that no rounding makes it too wide. */
const TIGHTER = 0.001
/** Where a line of text stands in its height. */
const LEADING = 0.06

export function lineHeight(size: number): number {
  return size * LINE_HEIGHT
}

export interface PressWish {
  readonly head: PackHead
  readonly paper: Paper
  /** The day that the document says it was made. There is no clock: the same pack has the same bytes. */
  readonly made: Date
  readonly typeface: Typeface
  readonly lacks: (sign: string) => void
}

const SIZES: Readonly<Record<Paper, readonly [number, number]>> = { letter: [612, 792], a4: [595.28, 841.89] }

export function press({ head, paper, made, typeface, lacks }: PressWish): Press {
  const [width, height] = SIZES[paper]
  const doc = new PDFDocument({
    autoFirstPage: false,
    size: [width, height],
    margin: 0,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: head.language,
    info: {
      Title: typeface.printable(head.title, lacks),
      Producer: 'PDFKit',
      Creator: 'Leeway',
      CreationDate: made,
    },
    // A default of our own would be opened anew for every text, and pdfkit's has no Polish.
    font: '',
  })
  doc.registerFont('regular', typeface.regular)
  doc.registerFont('bold', typeface.bold)
  const choose = ({ size, isBold = false, colour = '#111111' }: Setting): void => {
    doc
      .font(isBold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(colour)
  }
  const widths = wordWidths(doc)
  return {
    doc,
    width: width - 2 * MARGIN,
    height,
    set(text, room, wanted) {
      const shown = typeface.printable(text, lacks)
      const needed = wanted.shrinks === true ? widths(wanted)(shown) : 0
      const setting = needed > room ? { ...wanted, size: (wanted.size * room) / needed - TIGHTER } : wanted
      const lines = textLines(shown, { width: room, most: setting.most }, widths(setting))
      return { lines, setting, height: lines.length * lineHeight(wanted.size) }
    },
    draw({ lines, setting }, x, y, align = 'left') {
      const widthOf = widths(setting)
      for (const [i, line] of lines.entries()) {
        const left = align === 'left' ? x : x - widthOf(line)
        choose(setting)
        doc.text(line, left, y + i * lineHeight(setting.size) + LEADING * setting.size, { lineBreak: false })
      }
    },
  }
}

/** Most words whose widths are kept: those of a pack repeat. */
const MOST_WORDS = 50_000

/**
 * Measures texts as the sums of their words, each of which is laid out once: laying out a line for every word that may
 * still fit would take most of the time of a pack.
 */
function wordWidths(doc: PdfDocument): (setting: Setting) => Width {
  const known = { regular: new Map<string, number>(), bold: new Map<string, number>() }
  const wordWidth = (word: string, font: keyof typeof known): number => {
    const met = known[font].get(word)
    if (met !== undefined) return met
    const width = doc.font(font).fontSize(1000).widthOfString(word)
    if (known[font].size < MOST_WORDS) known[font].set(word, width)
    return width
  }
  return ({ size, isBold = false }) => {
    const font = isBold ? 'bold' : 'regular'
    return (text) => {
      const words = text.split(' ')
      const spaces = (words.length - 1) * wordWidth(' ', font)
      return (words.reduce((sum, word) => sum + wordWidth(word, font), spaces) * size) / 1000
    }
  }
}
