// One page of a list, as the 2010 API and the later ones answer it. The sandbox's lists have no second page.

import type { Form } from './request.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1_000;

interface Asked {
  readonly path: string;
  readonly query: Form;
}

/** The reply with the first page. @param name the list's in the answer, such as `messages` */
export function pageOf(name: string, all: readonly object[], { path, query }: Asked) {
  const size = sizeOf(query);
  const items = all.slice(0, size);
  const uri = `${path}?PageSize=${size}&Page=0`;
  return {
    status: 200,
    body: {
      [name]: items,
      first_page_uri: uri,
      next_page_uri: null,
      previous_page_uri: null,
      uri,
      page: 0,
      page_size: size,
      start: 0,
      end: Math.max(items.length - 1, 0),
    },
  };
}

/** The same as the later APIs answer it. @param url the list's, as Twilio writes it */
export function laterPageOf(key: string, all: readonly object[], url: string, query: Form) {
  const size = sizeOf(query);
  const first = `${url}?PageSize=${size}&Page=0`;
  const meta = { page: 0, page_size: size, first_page_url: first, previous_page_url: null, url: first };
  return { status: 200, body: { [key]: all.slice(0, size), meta: { ...meta, next_page_url: null, key } } };
}

function sizeOf(query: Form): number {
  const asked = /^[0-9]+$/.test(query('PageSize')) ? Number(query('PageSize')) : DEFAULT_SIZE;
  return Math.min(Math.max(asked, 1), MAX_SIZE);
}
