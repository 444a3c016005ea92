/** Ports of a cluster's DNS where nobody says otherwise. */
export const DNS_PORTS: readonly number[] = [53];
