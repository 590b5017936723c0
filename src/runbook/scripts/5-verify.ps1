# Step 5: compares what is in the target server with what the files hold. The work is 5-verify.sh's.

. "$PSScriptRoot/common.ps1"
. "$PSScriptRoot/bash.ps1"

Invoke-BashStep '5-verify' $args
