/** Texts one after another in UTF-8, in memory of their own: piece by piece, which never makes one text of them. */
export function utf8Of(pieces: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0))
  let at = 0
  for (const piece of pieces) at += bytes.write(piece, at)
  return new Uint8Array(bytes.buffer)
}
