// Package leftout stands in for the state backends that this build of Terraform does without.
//
// From 1.9 on, Terraform keeps them in modules of their own that were never published: they are not in the module's
// zip, so a module that requires Terraform has to bring something in their place. Local state is all that we need.
package leftout

import (
	"fmt"

	"github.com/hashicorp/terraform/internal/backend"
	"github.com/hashicorp/terraform/internal/configs/configschema"
	"github.com/hashicorp/terraform/internal/tfdiags"
	"github.com/zclconf/go-cty/cty"
)

type leftOut struct {
	backend.Backend
	name string
}

// New returns a backend that can't be configured.
func New(name string) backend.Backend {
	return leftOut{name: name}
}

func (b leftOut) ConfigSchema() *configschema.Block {
	return &configschema.Block{}
}

func (b leftOut) PrepareConfig(value cty.Value) (cty.Value, tfdiags.Diagnostics) {
	return value, b.refuse()
}

func (b leftOut) Configure(cty.Value) tfdiags.Diagnostics {
	return b.refuse()
}

func (b leftOut) refuse() tfdiags.Diagnostics {
	var diagnostics tfdiags.Diagnostics
	return diagnostics.Append(fmt.Errorf("this build of Terraform has no %q backend", b.name))
}
