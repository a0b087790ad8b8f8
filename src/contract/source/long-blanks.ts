const QUOTE = 0x22
const STAR = 0x2a
const SLASH = 0x2f
const BACKSLASH = 0x5c
const SPACE = 0x20
const TAB = 0x09
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

/** Nobody lays out a document with so many. */
const LONG = 1_000

/**
 * JSON with comments in place of long stretches of blanks. The library's scanner collects blanks one by one, at 32 bytes
 * each, so that 16 MB of them took 500 MB; a comment it passes over. Every word keeps its place.
 */
export function withoutLongBlanks(text: string, long = LONG): string {
  const pieces: string[] = []
  let kept = 0
  for (let at = 0; at < text.length; ) {
    const end = endOfPart(text, at)
    if (end - at >= long && isBlank(text.charCodeAt(at))) {
      // A blank stays at either side: a slash may stand there.
      pieces.push(text.slice(kept, at + 1), '/*', text.slice(at + 3, end - 3), '*/')
      kept = end - 1
    }
    at = end
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(kept)
}

/** Where a text, a comment or a stretch of blanks ends that begins here; any other letter is a part of its own. */
function endOfPart(text: string, start: number): number {
  const first = text.charCodeAt(start)
  if (isBlank(first)) return endOf(text, start, (letter) => !isBlank(letter))
  if (first === QUOTE) return endOfText(text, start + 1)
  if (first !== SLASH) return start + 1
  const next = text.charCodeAt(start + 1)
  if (next === SLASH) return endOf(text, start, isLineBreak)
  if (next !== STAR) return start + 1
  const closed = text.indexOf('*/', start + 2)
  return closed < 0 ? text.length : closed + 2
}

function endOf(text: string, start: number, is: (letter: number) => boolean): number {
  let at = start
  while (at < text.length && !is(text.charCodeAt(at))) at += 1
  return at
}

/** A line break ends a text that is not closed. */
function endOfText(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const letter = text.charCodeAt(at)
    if (letter === BACKSLASH) at += 1
    else if (letter === QUOTE) return at + 1
    else if (isLineBreak(letter)) return at
  }
  return text.length
}

function isBlank(letter: number): boolean {
  return letter === SPACE || letter === TAB
}

function isLineBreak(letter: number): boolean {
  return letter === LINE_FEED || letter === CARRIAGE_RETURN
}
