# Step 4: loads roles, databases and data into the target server. The work is 4-load.sh's.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/bash.ps1"

Invoke-BashStep '4-load' $args
