// One page of a list, as the 2010 API answers it. The sandbox's lists have no second page.

import type { Form } from './request.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1_000;

interface Asked {
  readonly path: string;
  readonly query: Form;
}

/** The reply with the first page. @param name the list's in the answer, such as `messages` */
export function pageOf(name: string, all: readonly object[], { path, query }: Asked) {
  const asked = /^[0-9]+$/.test(query('PageSize')) ? Number(query('PageSize')) : DEFAULT_SIZE;
  const size = Math.min(Math.max(asked, 1), MAX_SIZE);
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
