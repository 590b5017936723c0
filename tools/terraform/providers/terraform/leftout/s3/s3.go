package s3

import (
	"github.com/hashicorp/terraform/internal/backend"
	"github.com/hashicorp/terraform/internal/legacy/leftout"
)

func New() backend.Backend {
	return leftout.New("s3")
}
