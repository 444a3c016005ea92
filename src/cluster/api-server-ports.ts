/** Ports of an API server where nobody says otherwise: that of the Service `kubernetes`, and kubeadm's behind it. */
export const API_SERVER_PORTS: readonly number[] = [443, 6443];
