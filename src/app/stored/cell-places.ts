import type { CellPlaces, RawTable } from '../../core/data/definition.ts'

/** Where the cells of a table stand in one text; where they stand in none, one is made of them. */
export function placesOf(table: RawTable): CellPlaces {
  return table.places ?? joined(table)
}

// A workbook has each text once, however many of its cells show it: all of them written out may be too long for one text.
function joined(table: RawTable): CellPlaces {
  const width = table.header.length
  const bounds = new Int32Array(2 * table.size * width)
  const starts = new Map<string, number>()
  let length = 0
  for (let i = 0; i < table.size * width; i += 1) {
    const cell = table.cell(Math.floor(i / width), i % width)
    const start = starts.get(cell) ?? length
    if (start === length) {
      starts.set(cell, start)
      length += cell.length
    }
    bounds[2 * i] = start
    bounds[2 * i + 1] = start + cell.length
  }
  return { text: [...starts.keys()].join(''), bounds }
}
