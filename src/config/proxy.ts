// Finds the proxy that the environment sets for a target, by curl's rules: https://curl.se/docs/manpage.html#ENVIRONMENT.
// Written here because the libraries that do this read process.env themselves and match host names differently.

import { BlockList, isIP } from 'node:net';

/** In the order in which curl reads them for an https: target. */
const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

export interface NamedProxy {
  /** The variable that sets it. */
  readonly variable: string;
  /** As it was set. May contain a password. */
  readonly address: string;
}

/** The proxy for requests to a target. None for http:, which our settings allow on loopback only. */
export function proxyFor(target: URL, env: NodeJS.ProcessEnv): NamedProxy | undefined {
  if (target.protocol !== 'https:' || isExempt(target, env.no_proxy || env.NO_PROXY || '')) return undefined;
  const variable = PROXY_VARIABLES.find((name) => env[name]);
  return variable === undefined ? undefined : { variable, address: env[variable] ?? '' };
}

/**
 * Whether a `NO_PROXY` list covers a target. Its entries are domain names, which cover their subdomains too,
 * addresses and networks. A port narrows an entry: curl knows no ports here, but other readers of the list do.
 */
function isExempt({ hostname, port }: URL, list: string): boolean {
  if (list === '*') return true;
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, inBrackets, plain, only] = /^(?:\[(.+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
      if (only !== undefined && Number(only) !== Number(port || 443)) return false;
      // What the pattern does not match is an IPv6 address without brackets.
      const name = inBrackets ?? plain ?? entry;
      return isIP(host) === 0 ? isWithin(host, name) : isInNetwork(host, name);
    });
}

function isWithin(host: string, name: string): boolean {
  const domain = name.replace(/^\./, '').replace(/\.$/, '');
  return domain !== '' && (host === domain || host.endsWith(`.${domain}`));
}

/** @param network an address, or a network in CIDR notation, like `10.0.0.0/8` */
function isInNetwork(host: string, network: string): boolean {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(network) ?? [];
  const version = isIP(address);
  const [family, bits] = version === 4 ? (['ipv4', 32] as const) : (['ipv6', 128] as const);
  const length = Number(prefix ?? bits);
  if (version === 0 || version !== isIP(host) || length > bits) return false;
  const addresses = new BlockList();
  addresses.addSubnet(address, length, family);
  return addresses.check(host, family);
}
