import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a zip file, and what is written of it where that is not the truth. */
export interface ZipPart {
  readonly name: string
  readonly content: string | Uint8Array
  readonly isStored?: boolean
  /** What its headers say: general flags, method, checksum, sizes; in the directory only, another place. */
  readonly flags?: number
  readonly method?: number
  readonly crc?: number
  readonly size?: number
  readonly packedSize?: number
  readonly start?: number
  /** Its name in its own header. */
  readonly ownName?: string
}

export interface ZipShape {
  readonly comment?: string
  /** What the end of the file says of the directory. */
  readonly entries?: number
  readonly directory?: number
}

/** The bytes of a zip file; the parts lie in their order. */
export function zipFile(parts: readonly ZipPart[], shape: ZipShape = {}): Uint8Array {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const { local, central } = written(part, at)
    locals.push(local)
    centrals.push(central)
    at += local.length
  }
  const directory = Buffer.concat(centrals)
  const comment = Buffer.from(shape.comment ?? '')
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(shape.entries ?? parts.length, 8)
  end.writeUInt16LE(shape.entries ?? parts.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(shape.directory ?? at, 16)
  end.writeUInt16LE(comment.length, 20)
  return new Uint8Array(Buffer.concat([...locals, directory, end, comment]))
}

function written(part: ZipPart, at: number): { local: Buffer; central: Buffer } {
  const content = Buffer.from(part.content)
  const packed = part.isStored === true ? content : deflateRawSync(content)
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(part.flags ?? 0, 2)
  common.writeUInt16LE(part.method ?? (part.isStored === true ? 0 : 8), 4)
  common.writeUInt32LE(part.crc ?? crc32(content), 10)
  common.writeUInt32LE(part.packedSize ?? packed.length, 14)
  common.writeUInt32LE(part.size ?? content.length, 18)
  const name = Buffer.from(part.name)
  const ownName = Buffer.from(part.ownName ?? part.name)
  const own = Buffer.from(common)
  own.writeUInt16LE(ownName.length, 22)
  common.writeUInt16LE(name.length, 22)
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(part.start ?? at, 10)
  return {
    local: Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), own, ownName, packed]),
    central: Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, tail, name]),
  }
}
