/**
 * GPT-2's byte alphabet: every byte as one printable character, so that a byte-level vocabulary can be kept as text.
 * Printable Latin-1 bytes stand for themselves, the other 68 for U+0100 onwards.
 */
const printable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

const others = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !printable(byte));

/** The character of each byte. */
export const byteCharacters: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  String.fromCharCode(printable(byte) ? byte : 0x100 + others.indexOf(byte)),
);

const bytesByCharacter = new Map(byteCharacters.map((character, byte) => [character, byte]));

/** The bytes a vocabulary entry stands for. */
export const tokenBytes = (token: string): Uint8Array =>
  Uint8Array.from(token, (character) => bytesByCharacter.get(character)!);
