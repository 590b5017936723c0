import { givenText } from '../vault/given';

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
   * @throws FlexServerNetwork when one of them is missing
   */
  public static delegatedSubnet(subnetId: string, privateDnsZoneId: string): FlexServerNetwork {
    return new FlexServerNetwork(
      false,
      arm('subnetId', subnetId, 'the subnet that is delegated to flexible servers'),
      arm('privateDnsZoneId', privateDnsZoneId, 'the zone that leads to the server'),
    );
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

/** Without them the server would lie outside of the network. Whether they are ids is asked where there is a construct to name. */
function arm(prop: string, id: string, of: string): string {
  return givenText('FlexServerNetwork', prop, id, `the ARM id of ${of}`, 'give the whole ARM id');
}
