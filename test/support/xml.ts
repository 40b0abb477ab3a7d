// A strict parser for the XML that our scripts write: elements, attributes and text, and nothing else.

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** All text in it, its children's too. */
  readonly text: string;
}

const TOKEN = /<\/([a-zA-Z]+)>|<([a-zA-Z]+)((?:\s+[a-zA-Z:-]+="[^"<&]*")*)\s*(\/?)>|((?:[^<>&]|&(?:lt|gt|amp);)+)/y;

/** The element that a text is. Throws unless it is well-formed. */
export function parseXml(text: string): Element {
  const tokens = tokensOf(text.trim());
  const [root, end] = readElement(tokens, 0);
  if (end !== tokens.length) throw new Error(`after </${root.name}> there is more`);
  return root;
}

/** An element and all in it, in order. */
export function withAllIn(element: Element): Element[] {
  return [element, ...element.children.flatMap(withAllIn)];
}

type Token = Readonly<Partial<Record<'opens' | 'closes' | 'attributes' | 'empty' | 'text', string>>>;

function tokensOf(xml: string): Token[] {
  const tokens: Token[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < xml.length; ) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(xml);
    if (!found) throw new Error(`no XML: ${xml.slice(at, at + 60)}`);
    const [, closes, opens, attributes, empty, text] = found;
    tokens.push({ closes, opens, attributes, empty, text } as Token);
  }
  return tokens;
}

/** Reads the element that begins at a token. @returns it, and the place of the next token */
function readElement(tokens: readonly Token[], start: number): [Element, number] {
  const { opens: name, attributes: written = '', empty } = tokens[start] ?? {};
  if (!name) throw new Error('no element begins here');
  const attributes = readAttributes(written);
  const children: Element[] = [];
  let text = '';
  if (empty) return [{ name, attributes, children, text }, start + 1];
  let at = start + 1;
  for (;;) {
    const token = tokens[at] ?? {};
    if (token.closes === name) return [{ name, attributes, children, text }, at + 1];
    if (token.text === undefined) {
      const [child, next] = readElement(tokens, at);
      children.push(child);
      text += child.text;
      at = next;
    } else {
      text += token.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      at += 1;
    }
  }
}

function readAttributes(written: string): Record<string, string> {
  const pairs = [...written.matchAll(/([a-zA-Z:-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]);
  const attributes: Record<string, string> = Object.fromEntries(pairs);
  if (Object.keys(attributes).length < pairs.length) throw new Error(`an attribute is there twice:${written}`);
  return attributes;
}
