/** From where a server can be reached. */
export class FlexServerNetwork {
  /** The public endpoint, which lets nobody in until a firewall rule does. */
  public static publicEndpoint(): FlexServerNetwork {
    return new FlexServerNetwork(true);
  }

  /**
   * Private endpoints alone, which `ProtectedFlexServer.addPrivateEndpoint` makes. What an edition promises for the backups of
   * such a server differs: PGB411 says it.
   */
  public static privateEndpoints(): FlexServerNetwork {
    return new FlexServerNetwork(false);
  }

  /**
   * A subnet of a virtual network; can't be changed later.
   * @param subnetId subnet that is delegated to flexible servers
   * @param privateDnsZoneId zone whose name ends in `.postgres.database.azure.com`, linked to the network before the server is made
   */
  public static delegatedSubnet(subnetId: string, privateDnsZoneId: string): FlexServerNetwork {
    return new FlexServerNetwork(false, subnetId, privateDnsZoneId);
  }

  private constructor(
    /** Whether the public endpoint is open. */
    public readonly publicNetworkAccess: boolean,
    /**
     * Delegated subnet.
     * @default - the server isn't in a virtual network
     */
    public readonly delegatedSubnetId?: string,
    /**
     * Private DNS zone.
     * @default - none
     */
    public readonly privateDnsZoneId?: string,
  ) {}
}
