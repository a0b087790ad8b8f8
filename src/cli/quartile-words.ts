/** How quartiles are made, in the words of a heading. */
export function quartileWords(
  { measure, perPupil }: { readonly measure: string; readonly perPupil: boolean },
  rows: string,
): string {
  return `quartile of students, ${rows} in order of ${perPupil ? `their share of ${measure}` : measure}`
}
