// What a message says: words of its own, or a content template, of which the sandbox knows nothing but
// the values that go into it.

import { errorReply, type Reply } from './reply.ts';

const BODY_CHARACTERS = 1_600;

/** What a message's words come from. An empty parameter is a missing one. */
export interface Content {
  readonly body: string;
  readonly contentSid: string;
  /** A JSON object of texts. */
  readonly contentVariables: string;
}

export function refuseContent({ body, contentSid, contentVariables }: Content): Reply | undefined {
  if (contentSid === '') {
    if (contentVariables !== '') return errorReply(21654, 'ContentSid is required with ContentVariables.');
    if (body === '') return errorReply(21602, 'Message body is required.');
  } else {
    if (!/^HX[0-9a-f]{32}$/i.test(contentSid)) return errorReply(21655, `The ContentSid ${contentSid} is invalid.`);
    if (contentVariables !== '' && !readVariables(contentVariables)) {
      return errorReply(21656, 'The ContentVariables parameter is invalid.');
    }
  }
  if ([...body].length > BODY_CHARACTERS) {
    return errorReply(21617, `The concatenated message body exceeds the ${BODY_CHARACTERS} character limit.`);
  }
  return undefined;
}

/** The words of a message, or of a template the values of its variables, in their order. */
export function writeContent({ body, contentSid, contentVariables }: Content): string {
  return contentSid === '' ? body : (readVariables(contentVariables) ?? []).join(' ');
}

function readVariables(json: string): readonly string[] | undefined {
  try {
    const variables: unknown = JSON.parse(json);
    if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return undefined;
    const values: unknown[] = Object.values(variables);
    return values.every((value) => typeof value === 'string') ? values : undefined;
  } catch {
    return undefined;
  }
}
