/** The extended key usages that Go knows, by object identifier: the place in this list is its x509.ExtKeyUsage. */
const usages = [
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.3',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.5',
  '1.3.6.1.5.5.7.3.6',
  '1.3.6.1.5.5.7.3.7',
  '1.3.6.1.5.5.7.3.8',
  '1.3.6.1.5.5.7.3.9',
  '1.3.6.1.4.1.311.10.3.3',
  '2.16.840.1.113730.4.1',
  '1.3.6.1.4.1.311.2.1.22',
  '1.3.6.1.4.1.311.61.1.1',
]

export const ANY_USAGE = 0
export const SERVER_AUTH = 1

/** Undefined for one that Go does not know. */
export function usageOf(oid: string): number | undefined {
  const usage = usages.indexOf(oid)
  return usage < 0 ? undefined : usage
}

/** As the options of crypto.x509.parse_and_verify_certificates_with_options name them. */
export const usagesByName: ReadonlyMap<string, number> = new Map([
  ['KeyUsageAny', ANY_USAGE],
  ['KeyUsageServerAuth', SERVER_AUTH],
  ['KeyUsageClientAuth', 2],
  ['KeyUsageCodeSigning', 3],
  ['KeyUsageEmailProtection', 4],
  ['KeyUsageIPSECEndSystem', 5],
  ['KeyUsageIPSECTunnel', 6],
  ['KeyUsageIPSECUser', 7],
  ['KeyUsageTimeStamping', 8],
  ['KeyUsageOCSPSigning', 9],
  ['KeyUsageMicrosoftServerGatedCrypto', 10],
  ['KeyUsageNetscapeServerGatedCrypto', 11],
  ['KeyUsageMicrosoftCommercialCodeSigning', 12],
  ['KeyUsageMicrosoftKernelCodeSigning', 13],
])
