/** From where a cluster can be reached. */
export class ClusterNetwork {
  /**
   * The public endpoint of the coordinator, which lets nobody in until a firewall rule does.
   * @param workers whether the workers have public endpoints too; the rules hold for them as well
   */
  public static publicEndpoint(workers: boolean = false): ClusterNetwork {
    return new ClusterNetwork(true, workers);
  }

  /** Private endpoints alone, which `GeoRedundantCluster.addPrivateEndpoint` makes. */
  public static privateEndpoints(): ClusterNetwork {
    return new ClusterNetwork(false, false);
  }

  private constructor(
    /** Whether the coordinator has a public endpoint. */
    public readonly coordinatorPublicAccess: boolean,
    /** Whether the workers have public endpoints. */
    public readonly workerPublicAccess: boolean,
  ) {}
}

/** IPv4 addresses that a cluster's public endpoints let in. */
export interface ClusterFirewallRuleOptions {
  /** The first address. */
  readonly startIpAddress: string;
  /**
   * The last address.
   * @default - the first, so that there is one
   */
  readonly endIpAddress?: string;
  /**
   * Name: 1 to 128 letters, digits, hyphens, underscores and periods.
   * @default - made from the construct path, with a hash
   */
  readonly name?: string;
}
