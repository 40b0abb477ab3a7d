// What a call says: the words in the `<Say>` elements of its TwiML. Parses only as much XML as that takes.

const SAY = /<Say(\s[^>]*)?(?<!\/)>(.*?)<\/Say\s*>/gs;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Whether a text is a TwiML document. Looks at the outermost element only. */
export function isTwiml(text: string): boolean {
  return /^\s*(<\?xml[^>]*\?>\s*)?<Response\s*(\/>|>.*<\/Response\s*>)\s*$/s.test(text);
}

/** @example spokenWords('<Response><Say>Your code is 1, 2.</Say></Response>') // 'Your code is 1, 2.' */
export function spokenWords(twiml: string): string {
  const words: string[] = [];
  for (const [, attributes = '', content = ''] of withoutComments(twiml).matchAll(SAY)) {
    // Tags inside, such as a break or an emphasis, add no words.
    const text = decode(content.replace(/<[^>]*>/g, ' '))
      .replace(/\s+/g, ' ')
      .trim();
    if (text === '') continue;
    for (let i = 0; i < timesSaid(attributes); i += 1) words.push(text);
  }
  return words.join(' ');
}

// Twilio repeats a text at most 1,000 times. `loop="0"` means that too.
function timesSaid(attributes: string): number {
  const loop = Number(/\sloop\s*=\s*["']([0-9]{1,4})["']/.exec(attributes)?.[1] ?? 1);
  return loop === 0 ? 1_000 : Math.min(loop, 1_000);
}

function withoutComments(xml: string): string {
  return xml.replace(/<!--.*?-->/gs, '');
}

function decode(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
