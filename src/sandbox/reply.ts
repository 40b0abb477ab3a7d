// What the sandbox can answer with, and every error in Twilio's JSON. That errors are values keeps
// the handlers free of throwing.

/** An answer that is not written yet. */
export interface Reply {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error as Twilio puts it; the HTTP status is 400 for everything that is wrong with a parameter. */
export function errorReply(code: number, message: string, status = 400, headers: Reply['headers'] = {}): Reply {
  return { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

export function notFound(path: string): Reply {
  return errorReply(20404, `The requested resource ${path} was not found`, 404);
}

export function notAuthenticated(): Reply {
  return errorReply(20003, 'Authenticate', 401, { 'www-authenticate': 'Basic realm="Twilio API"' });
}

export function methodNotAllowed(allowed: readonly string[]): Reply {
  return errorReply(20004, 'Method not allowed', 405, { allow: allowed.join(', ') });
}

// The codes below follow the pattern of 20404 and 20429: the sandbox is stricter here than anything Twilio documents.

export function badRequest(reason: string): Reply {
  return errorReply(20400, `Bad request: ${reason}`, 400);
}

export function bodyTooLarge(limit: number): Reply {
  return errorReply(20413, `The request body is larger than ${limit} bytes`, 413, { connection: 'close' });
}

export function notAForm(): Reply {
  return errorReply(20415, 'The request body must be application/x-www-form-urlencoded', 415);
}

export function internalError(): Reply {
  return errorReply(20500, 'Internal server error', 500);
}
