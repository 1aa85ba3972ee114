import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * Addresses that are not of the public internet: this machine, the networks around it, and what cloud machines tell about
 * themselves. Rule: IANA special-purpose registries (RFC 6890) as of 2026.
 */
const inside = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inside.addSubnet(network, bits, 'ipv4');
}
/** Of IPv6 only what is given out to the public counts as outside. */
const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inside.addSubnet(network, bits, 'ipv6');
}

export function isInside(address: string): boolean {
  if (isIP(address) === 4) return inside.check(address, 'ipv4');
  return !publicIpv6.check(address, 'ipv6') || inside.check(address, 'ipv6');
}

/** An address that nobody may be sent to. */
export class InsideAddress extends Error {
  readonly host: string;
  constructor(host: string, address: string) {
    super(`${host} is ${address}, an address inside the network`);
    this.host = host;
  }
}

/** Throws `InsideAddress` where the host is written as such an address; names are looked at when they are resolved. */
export function refuseInside(host: string): void {
  if (isIP(host) !== 0 && isInside(host)) throw new InsideAddress(host, host);
}

/**
 * Looks a name up once and gives the connection what was checked, so that a name cannot be another address a moment later.
 * One address inside is enough to refuse.
 */
export const lookupOutside: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 0);
    const found = addresses as LookupAddress[];
    const bad = found.find(({ address }) => isInside(address));
    if (bad) return done(new InsideAddress(host, bad.address), '', 0);
    if (options.all) return (done as unknown as (error: null, all: LookupAddress[]) => void)(null, found);
    done(null, found[0]!.address, found[0]!.family);
  });
};
